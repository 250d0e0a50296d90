/** The workspaces of one test file, initialised one by one and closed together. */
import { Workspace } from './terraform';

export class Workspaces {
  readonly #open: Workspace[] = [];

  /** A workspace with this main file, after `terraform init`. */
  async of(main: string, files: Readonly<Record<string, string>> = {}, options: { readonly serve?: readonly string[] } = {}): Promise<Workspace> {
    const workspace = new Workspace(files, options);
    this.#open.push(workspace);
    workspace.main(main);
    const { code, text } = await workspace.init();
    if (code !== 0) throw new Error(`terraform init: ${text}`);
    return workspace;
  }

  close = async (): Promise<void> => {
    await Promise.all(this.#open.map((workspace) => workspace.close()));
  };
}
