/// <reference types="vite/client" />
declare const __BRINE_VERSION__: string;
