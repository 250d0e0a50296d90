/** The platform of a workspace, seen and changed beside Terraform. */
import { join } from 'node:path';
import { type Embedded, openEmbedded } from '../../lib/bin/embedded';
import type { Values } from '../../lib/core/unknown';
import type { Workspace } from './terraform';

type Platform = Embedded['client'];

/** Opens the platform's file beside Terraform, and closes it again. */
export async function onPlatform<T>(workspace: Workspace, work: (platform: Platform) => Promise<T>, file = '.socle/platform.db'): Promise<T> {
  const { client } = await openEmbedded({ statePath: join(workspace.folder, file), cwd: workspace.folder });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Changes some attributes of what stands, as somebody at a console would. */
export const changeBeside = (workspace: Workspace, id: string, changes: Values): Promise<void> =>
  onPlatform(workspace, async (platform) => {
    const stored = await platform.get(id);
    if (!stored) throw new Error(`${id} does not stand on the platform`);
    await platform.dispatch({ kind: 'update', type: stored.type, id, values: { ...stored.values, ...changes } });
  });

/** Deletes what stands, as somebody at a console would. */
export const deleteBeside = (workspace: Workspace, type: string, id: string): Promise<void> =>
  onPlatform(workspace, async (platform) => {
    await platform.dispatch({ kind: 'delete', type, id });
  });

/** Ids of a type that stand. */
export const standing = (workspace: Workspace, type: string, file?: string): Promise<string[]> =>
  onPlatform(workspace, async (platform) => (await platform.list(type)).map(({ id }) => id), file);
