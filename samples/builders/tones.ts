// Example of a builder: several requests for each row of a file, one for every tone.
//   /batch build custom tones last --args "tones=warm,plain"
import { defineBuilder } from 'claude-batches-for-slack';

export default defineBuilder({
  summary: 'A product text for each row in each tone',
  async *build({ rows, args }) {
    if (rows === null)
      throw new Error('Name a file with the columns id and name: /batch build custom tones last');
    const tones = (args.tones ?? 'warm,plain').split(',');
    for await (const { id, name } of rows) {
      for (const tone of tones) {
        yield {
          custom_id: `${id}-${tone}`,
          prompt: `Write one ${tone} sentence about this product: ${name}`,
        };
      }
    }
  },
});
