"""Prints the top-level modules of this Python's standard library, one a line."""
import os
import sys
import sysconfig

names = set(getattr(sys, "stdlib_module_names", ())) | set(sys.builtin_module_names)
folder = sysconfig.get_path("stdlib")
for where in (folder, os.path.join(folder, "lib-dynload"), os.path.join(folder, "plat-linux2"), os.path.join(folder, "lib-tk")):
    for entry in os.listdir(where) if os.path.isdir(where) else ():
        name = entry.split(".")[0]
        is_module = entry.endswith((".py", ".so")) or os.path.isfile(os.path.join(where, entry, "__init__.py"))
        if is_module and name.replace("_", "a").isalnum() and name not in ("site-packages",):
            names.add(name)
for name in sorted(names - {"__main__", "sitecustomize", "usercustomize", "lib-dynload"}):
    print(name)
