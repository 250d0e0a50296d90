/** An action: something that is asked of a resource beside changing its values (a backup, a restore, a stop of its copy). */
import type { Attributes } from './attribute';
import type { Form } from './form';

export interface Action<A extends Attributes = Attributes> extends Form<A> {
  /** Type of the resources that take it. */
  readonly on: string;
  readonly action: string;
}

export const defineAction = <const A extends Attributes>(action: Action<A>): Action<A> => action;

/** Under which name the input of an action is validated. */
export const actionForm = ({ on, action }: Pick<Action, 'on' | 'action'>): string => `${on}.${action}`;
