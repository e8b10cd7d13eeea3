import { defineConfig } from 'vite';

/** The gateway serves the built app: the page at each address, and its assets below /console/assets/. */
export default defineConfig(({ command }) => {
  // Also where a test, whose environment it is not, has it built.
  // biome-ignore lint/style/noProcessEnv: written for the libraries, which ask it.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    base: '/console/',
    oxc: { jsx: { runtime: 'automatic' } },
    css: {
      preprocessorOptions: { scss: { silenceDeprecations: ['if-function', 'import', 'global-builtin'] } },
    },
    build: {
      assetsDir: 'assets',
      /** Nothing is embedded as data: the policy allows images as data for KERN's icons only. */
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      sourcemap: false,
      // Libraries mark what runs only in the browser, and everything here does.
      rolldownOptions: { onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log) },
    },
    server: {
      host: '127.0.0.1',
      proxy: { '^/console/(session|sign-in|sign-out|graphql|export)': 'http://127.0.0.1:4000' },
    },
  };
});
