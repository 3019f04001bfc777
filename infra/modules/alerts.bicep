@description('Region of the rules.')
param location string

@description('Prefix of the names of the rules.')
param name string

@description('Email address that alerts are sent to.')
param email string

@description('Workspace that contains the telemetry.')
param workspaceId string

@description('Cosmos DB account to monitor.')
param cosmosAccountId string

// The names of metrics and attributes are those of the app's telemetry. Each query returns rows only when something is wrong.
var queries = {
  'audit-trail': {
    severity: 0
    description: 'Entries of the audit trail could not be written. The requests were refused.'
    query: 'AppMetrics | where Name == "gpconnect.audit.duration" and Properties["gpconnect.outcome"] != "ok"'
  }
  // An anchor is logged at most a minute after its record, so requests of the last two minutes are not counted.
  'audit-anchors': {
    severity: 1
    description: 'Requests were answered, but no audit anchor reached the log: audit records written since then can be removed unnoticed.'
    query: 'let calls = toscalar(AppMetrics | where Name == "gpconnect.requests" and TimeGenerated < ago(2m) | summarize sum(Sum)); let anchors = toscalar(AppTraces | where Message startswith "Audit anchor" | count); print calls, anchors | where calls > 0 and anchors == 0'
  }
  background: {
    severity: 1
    description: 'A background task ended unexpectedly, or an entry in the audit outbox cannot be read and was set aside.'
    query: 'AppMetrics | where Name in ("gpconnect.tasks.ended", "gpconnect.outbox.set_aside") | where Sum > 0'
  }
  'server-errors': {
    severity: 1
    description: 'More than one request in a hundred ended with a status of 500 or above. 501, for what is not implemented, is not counted.'
    query: 'AppMetrics | where Name == "gpconnect.requests" | extend status = toint(Properties["http.response.status_code"]) | summarize share = 100.0 * sumif(Sum, status >= 500 and status != 501) / sum(Sum) | where share > 1'
  }
  'slow-calls': {
    severity: 2
    description: 'One request in twenty takes longer than a second.'
    query: 'AppRequests | summarize p95 = percentilew(DurationMs, ItemCount, 95) | where p95 > 1000'
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: 'gpconnect'
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in items(queries): {
    name: '${name}-${rule.key}'
    location: location
    kind: 'LogAlert'
    properties: {
      displayName: '${name}-${rule.key}'
      description: rule.value.description
      severity: rule.value.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      autoMitigate: true
      // The tables exist only once the app has sent telemetry.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.value.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
          }
        ]
      }
      actions: {
        actionGroups: [operators.id]
      }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-store-throttled'
  location: 'global'
  properties: {
    description: 'The store refused requests because the throughput is used up.'
    severity: 2
    enabled: true
    scopes: [cosmosAccountId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'refused'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: ['429']
            }
          ]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [
      {
        actionGroupId: operators.id
      }
    ]
  }
}
