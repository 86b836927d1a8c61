# What run and verify share: parts that are run one by one, and the sum of what they count.
set -u -o pipefail
export CI=1 NO_COLOR=1
unset FORCE_COLOR

passed=0 failed=0 skipped=0
failures=$(mktemp)
finish() {
	# Once more at the end, which is what is shown of a long output.
	if [ -s "$failures" ]; then
		cat "$failures"
		echo
	fi
	rm -f "$failures"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
}

# part NAME COMMAND…: runs one part. A part that closes with its own counts adds those, any other counts as one.
part() {
	local name=$1 log status counts
	shift
	echo
	echo "== $name: $*"
	log=$(mktemp)
	local start=$SECONDS
	"$@" 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
	counts=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' | tail -n 1)
	if [ "$status" -eq 0 ] && [ "$counts" = "0 passed, 0 failed, 0 skipped" ]; then
		echo "== $name: nothing was run"
		status=1
	fi
	if [ "$status" -ne 0 ] || { [ -n "$counts" ] && [ "${counts%, 0 failed*}" = "$counts" ]; }; then
		{
			echo
			echo "== FAILED $name: exit $status"
			sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *(FAIL|FAILED|✗|×|not ok)|Error\b|[^0-9 ] failed\b|^ *[-+] ' | cut -c 1-300 | head -n 40
			echo "-- its last lines:"
			tail -n 12 "$log" | cut -c 1-300
		} >>"$failures"
	fi
	rm -f "$log"
	if [ -n "$counts" ]; then
		read -r p _ f _ s _ <<<"$counts"
		passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
		if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then failed=$((failed + 1)); fi
	elif [ "$status" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
	echo "== $name: exit $status after $((SECONDS - start)) s"
	return "$status"
}
