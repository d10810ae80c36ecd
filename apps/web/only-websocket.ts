import type { PluginOption } from 'vite';

/** Where Engine.IO names all the ways that it knows; and one that looks, where it stands, for what it needs. */
const ways = /\/engine\.io-client\/build\/esm\/transports\/index\.js$/;
const polling = /\/engine\.io-client\/build\/esm\/transports\/polling-xhr\.js$/;

/** Leaves out of the build how Engine.IO speaks without WebSockets: the SDK asks for nothing else. */
export function onlyWebSocket(): PluginOption {
  return {
    name: 'xom:only-websocket',
    apply: 'build',
    transform: {
      filter: { id: [ways, polling] },
      handler: (code, id) =>
        ways.test(id)
          ? `import { WS } from './websocket.node.js';\nexport const transports = { websocket: WS };\n`
          : { code, moduleSideEffects: false },
    },
  };
}
