// A server of the Model Context Protocol on standard input and output, from tools that only read.

import process from 'node:process';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type * as z from 'zod';
import { GateError } from '../../domain/errors.ts';

/** What a tool answers: words for whoever reads, and the same as data. */
export interface ToolAnswer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ReadingTool {
  readonly name: string;
  readonly title: string;
  /** When to use it, and what it answers. */
  readonly description: string;
  readonly input: z.ZodObject;
  /** Throws a GateError that says what to ask instead. */
  readonly answer: (given: unknown) => Promise<ToolAnswer>;
}

/** Serves until the client hangs up. */
export async function serveTools(tools: readonly ReadingTool[], version: string, instructions: string): Promise<void> {
  const server = new McpServer({ name: 'latency-gate', version }, { instructions });
  for (const { name, title, description, input, answer } of tools) {
    const annotations = {
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    };
    server.registerTool(name, { title, description, inputSchema: input, annotations }, async (given: unknown) =>
      toResult(() => answer(given)),
    );
  }
  const ended = new Promise<void>((done) => {
    process.stdin.once('end', done);
    process.stdin.once('close', done);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
}

/** What the one who asked can mend is an answer, not a broken server. */
async function toResult(answer: () => Promise<ToolAnswer>) {
  try {
    const { text, data } = await answer();
    const content = [{ type: 'text' as const, text: `${text}\n\n${JSON.stringify(data)}` }];
    return { content, structuredContent: { ...data } };
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    return { content: [{ type: 'text' as const, text: `${error.message} ${error.advice}` }], isError: true };
  }
}
