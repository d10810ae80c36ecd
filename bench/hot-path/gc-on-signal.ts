/** Loaded into servers whose memory is compared: what is left over is thrown away when they are told to. */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
});
