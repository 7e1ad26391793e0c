// Example of a builder: requests out of a SQLite database that BUILDERS_TICKETS names, without a file.
//   /batch build custom open-tickets --args limit=100
import Database from 'better-sqlite3';
import { defineBuilder } from 'claude-batches-for-slack';

export default defineBuilder({
  summary: 'A first answer to every open ticket',
  async *build({ args }) {
    const file = new Database(process.env.BUILDERS_TICKETS ?? '', { readonly: true, fileMustExist: true });
    const tickets = file.prepare("SELECT id, question FROM ticket WHERE state = 'open' ORDER BY id LIMIT ?");
    for (const { id, question } of tickets.iterate(Number(args.limit ?? 1000))) {
      yield {
        custom_id: `ticket-${id}`,
        params: {
          max_tokens: 500,
          system: 'You answer customers of a furniture shop. Be brief and kind.',
          messages: [{ role: 'user', content: question }],
        },
      };
    }
  },
});
