'use strict';
const compile = require('@zeit/cosmosdb-query').default;

const firstPage = 100;

/** The plan that the SDK requests before a query that may span partitions: one range, and no results to merge afterwards. */
exports.plan = text => {
  filter(text);
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      distinctType: 'None', top: null, offset: null, limit: null, orderBy: [], orderByExpressions: [], groupByExpressions: [],
      groupByAliases: [], aggregates: [], groupByAliasToAggregateType: {}, rewrittenQuery: '', hasSelectValue: false, hasNonStreamingOrderBy: false,
    },
    queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
  };
};

/**
 * One page of the entries that a query selects. The continuation is the number of the last entry, so a caller that deletes the
 * documents of a page misses nothing on the next.
 */
exports.page = (entries, { query, parameters }, { maxItemCount, continuation }) => {
  const selects = filter(query, parameters);
  const after = Number(continuation ?? 0);
  const size = maxItemCount > 0 ? maxItemCount : firstPage;
  const found = [];
  for (const entry of entries) {
    if (entry.number <= after || !selects(JSON.parse(entry.json))) continue;
    if (found.length === size) return { found, continuation: String(found[size - 1].number) };
    found.push(entry);
  }

  return { found };
};

function filter(text, parameters) {
  const query = compile(text);
  const { select, top, orderBy, from } = query.ast.body;
  if (!select['*'] || top || orderBy || from.joins.length > 0) {
    throw new Error('Only queries of the form SELECT * FROM c WHERE ... are served here.');
  }

  return document => query.exec([document], { parameters }).result.length === 1;
}
