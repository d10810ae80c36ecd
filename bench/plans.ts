import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { z } from 'zod';

/** The plans that the database chose for what the server asked, as it tells them in its log. */

/** Settings with which it can tell them; it tells nothing yet. */
export const settingsForPlans = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '-1',
  'auto_explain.log_format': 'json',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
};

/** One statement, with what was done for it, indented: how much each step found, in one loop and in how many. */
export interface Plan {
  statement: string;
  steps: string[];
  /** Tables that it read from one end to the other. */
  scanned: string[];
}

interface Node {
  'Node Type': string;
  'Parent Relationship'?: string | undefined;
  'Subplan Name'?: string | undefined;
  'Relation Name'?: string | undefined;
  'Index Name'?: string | undefined;
  'CTE Name'?: string | undefined;
  'Actual Rows'?: number | undefined;
  'Actual Loops'?: number | undefined;
  Plans?: Node[] | undefined;
}

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Parent Relationship': z.string().optional(),
    'Subplan Name': z.string().optional(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'CTE Name': z.string().optional(),
    'Actual Rows': z.number().optional(),
    'Actual Loops': z.number().optional(),
    Plans: z.array(Node).optional(),
  }),
);
const Logged = z.object({ 'Query Text': z.string(), Plan: Node });

export class PlanLog {
  readonly #database: Client;
  /** What the server asks by itself, whoever calls. */
  readonly #background = new Set<string>();

  private constructor(database: Client) {
    this.#database = database;
  }

  /** Lets the database tell its plans for as long as `use` takes. */
  static async during<Answer>(
    database: Client,
    use: (log: PlanLog) => Promise<Answer>,
  ): Promise<Answer> {
    const tell = async (from: number): Promise<void> => {
      await database.query(`alter system set auto_explain.log_min_duration = ${from}`);
      await database.query('select pg_reload_conf()');
      // Sessions hear of it by a signal.
      await delay(300);
    };
    await database.query('set auto_explain.log_min_duration = -1');
    await tell(0);
    try {
      const log = new PlanLog(database);
      for (const { statement } of await log.of(() => delay(3000))) log.#background.add(statement);
      return await use(log);
    } finally {
      await tell(-1);
    }
  }

  /** The plans of what is asked meanwhile: each statement once. */
  async of(act: () => Promise<unknown>): Promise<Plan[]> {
    const begin = await this.#size();
    await act();
    // Written by another process, a moment later.
    await delay(200);
    const plans = new Map<string, Plan>();
    for (const { 'Query Text': text, Plan: root } of logged(await this.#read(begin))) {
      const statement = text.replaceAll(/\s+/g, ' ').trim();
      if (this.#background.has(statement)) continue;
      const plan = planOf(statement, root);
      const known = plans.get(statement);
      if (!known || plan.scanned.length > known.scanned.length) plans.set(statement, plan);
    }
    return [...plans.values()];
  }

  async #size(): Promise<number> {
    const { rows } = await this.#database.query<{ size: string }>(
      'select size from pg_stat_file(pg_current_logfile())',
    );
    return Number(rows[0]?.size ?? 0);
  }

  async #read(from: number): Promise<string> {
    const { rows } = await this.#database.query<{ text: string }>(
      `select convert_from(pg_read_binary_file(pg_current_logfile(), $1, 1000000000), 'UTF8') as text`,
      [from],
    );
    return rows[0]?.text ?? '';
  }
}

/** An entry's lines after its first are indented. */
function logged(log: string): z.output<typeof Logged>[] {
  return log
    .split(/\n(?!\t)/)
    .filter((entry) => entry.includes(' plan:\n'))
    .map((entry) => Logged.parse(JSON.parse(entry.slice(entry.indexOf(' plan:\n') + 7))));
}

function planOf(statement: string, root: Node): Plan {
  const steps: string[] = [];
  const scanned: string[] = [];
  const walk = (node: Node, depth: number): void => {
    const type = node['Node Type'];
    const relation = node['Relation Name'];
    if (type === 'Seq Scan' && relation !== undefined) scanned.push(relation);
    const named = node['Subplan Name'] === undefined ? '' : `${node['Subplan Name']}: `;
    const on = [relation ?? node['CTE Name'], node['Index Name']].filter(
      (name) => name !== undefined,
    );
    const loops = node['Actual Loops'] ?? 0;
    const found = loops === 0 ? 'never' : `${node['Actual Rows'] ?? 0} × ${loops}`;
    steps.push(
      `${'  '.repeat(depth)}${named}${type}${on.length > 0 ? ` (${on.join(', ')})` : ''}: ${found}`,
    );
    for (const child of node.Plans ?? []) walk(child, depth + 1);
  };
  walk(root, 0);
  return { statement, steps, scanned };
}
