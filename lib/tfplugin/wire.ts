/** The generated protobuf code, in the words of this folder. Loaded after the handshake line, since it costs some milliseconds. */
import { tfplugin6 } from './generated/tfplugin6';

export { tfplugin6 as wire };

/** A message type of the protocol, seen from the generic code. */
export interface MessageType<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}
