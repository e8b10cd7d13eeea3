import { defineConfig } from 'vite';

/** The built app is served by the gateway: the page at each place, what it loads below /console/assets/. */
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
      /** Nothing is put into the page or a stylesheet as data: that the policy allows images so is for KERN's icons alone. */
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      sourcemap: false,
      // Libraries mark what is for the client alone; here everything is.
      rolldownOptions: { onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log) },
    },
    server: {
      host: '127.0.0.1',
      proxy: { '^/console/(session|sign-in|sign-out|graphql|export)': 'http://127.0.0.1:4000' },
    },
  };
});
