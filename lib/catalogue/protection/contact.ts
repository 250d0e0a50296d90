/** The person whom support turns to (seed 000, Create a backup policy). */
import { required } from '../../core/attribute';
import { email, object, text } from '../../core/shape';

export const contact = object({
  name: required('Name of the person.', text({ min: 1, max: 255 })),
  email: required('Address of the person.', email()),
  phone: required('Telephone number of the person.', text({ min: 1, max: 63 })),
});
