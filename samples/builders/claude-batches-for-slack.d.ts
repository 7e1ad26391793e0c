// For editors and tsc: the types of what builders import by this project's name. Not needed to run them.
declare module 'claude-batches-for-slack' {
  export const defineBuilder: typeof import('../../src/builders/builder.ts').defineBuilder;
}
