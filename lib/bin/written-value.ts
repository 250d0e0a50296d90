/** A value as it is written on a command line, read by the shape that it should have; what it should not be is told by the platform. */
import type { Shape } from '../core/shape';
import type { Value } from '../core/unknown';

export function valueWritten(written: string, shape: Shape | undefined): Value {
  switch (shape?.kind) {
    case 'int':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written;
    case 'bool':
      return written === 'true' ? true : written === 'false' ? false : written;
    case 'list':
    case 'set':
      return written === '' ? [] : written.split(',').map((each) => valueWritten(each, shape.of));
    default:
      return written;
  }
}
