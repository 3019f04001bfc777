@description('Region of the account, which is the only one: Strong consistency across regions would wait for the farthest.')
param location string

@description('Name of the account.')
param name string

@description('Billing by request, or by a throughput that follows the load.')
@allowed(['autoscale', 'serverless'])
param capacity string

@description('Upper limit of the throughput of the records in request units a second; the lower limit is a tenth. Not for serverless.')
@minValue(1000)
param maximumThroughput int

@description('Default consistency of the account.')
param consistency string

@description('How far back the account can be restored to any second.')
param backupTier string

@description('Whether the account survives the loss of a zone.')
param zoneRedundant bool

@description('Whether the account is reachable from outside the virtual network.')
param publicNetwork bool

@description('Whether there is a container for the data set of the stand-in for PDS.')
param withStandInForPds bool

@description('Whether the log has a line for every request. Document ids are keyed hashes, so it holds no patient data.')
param logRequests bool

@description('Whether the account is protected from deletion.')
param preventDeletion bool

@description('Principal id of the app.')
param appPrincipalId string

@description('Object id of the group of operators, whose commands read and change records. Empty for none.')
param operatorsGroupId string

@description('Workspace that receives the log of the account.')
param workspaceId string

var isServerless = capacity == 'serverless'
var smallThroughput = 1000
var nothingIndexed = {
  indexingMode: 'consistent'
  includedPaths: []
  excludedPaths: [{ path: '/*' }]
}

var containers = concat(
  [
    {
      name: 'records'
      partitionKey: '/practice'
      throughput: maximumThroughput
      indexingPolicy: {
        indexingMode: 'consistent'
        includedPaths: [{ path: '/kind/?' }]
        excludedPaths: [{ path: '/*' }]
      }
    }
  ],
  withStandInForPds
    ? [
        {
          name: 'pds'
          partitionKey: '/id'
          throughput: smallThroughput
          indexingPolicy: nothingIndexed
        }
      ]
    : []
)

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
    networkAclBypass: 'None'
    consistencyPolicy: {
      defaultConsistencyLevel: consistency
    }
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: zoneRedundant
      }
    ]
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: backupTier
      }
    }
  }

  resource database 'sqlDatabases' = {
    name: 'gpconnect'
    properties: {
      resource: {
        id: 'gpconnect'
      }
    }

    // Without a default time to live no document ever expires, even one with its own time to live.
    resource container 'containers' = [
      for item in containers: {
        name: item.name
        properties: {
          resource: {
            id: item.name
            partitionKey: {
              paths: [item.partitionKey]
              kind: 'Hash'
              version: 2
            }
            indexingPolicy: item.indexingPolicy
          }
          options: isServerless
            ? {}
            : {
                autoscaleSettings: {
                  maxThroughput: item.throughput
                }
              }
        }
      }
    ]
  }

  // Access to documents only, because this file creates and changes the containers.
  resource documents 'sqlRoleDefinitions' = {
    name: guid(account.id, 'documents')
    properties: {
      roleName: 'GP Connect documents'
      type: 'CustomRole'
      assignableScopes: ['${account.id}/dbs/gpconnect']
      permissions: [
        {
          dataActions: [
            'Microsoft.DocumentDB/databaseAccounts/readMetadata'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/upsert'
          ]
        }
      ]
    }
    dependsOn: [database]
  }

  resource appUsesDocuments 'sqlRoleAssignments' = {
    name: guid(account.id, 'app', documents.id)
    properties: {
      roleDefinitionId: documents.id
      principalId: appPrincipalId
      scope: '${account.id}/dbs/gpconnect'
    }
  }

  resource operatorsUseDocuments 'sqlRoleAssignments' = if (!empty(operatorsGroupId)) {
    name: guid(account.id, operatorsGroupId, documents.id)
    properties: {
      roleDefinitionId: documents.id
      principalId: operatorsGroupId
      scope: '${account.id}/dbs/gpconnect'
    }
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (preventDeletion) {
  scope: account
  name: 'records'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the records of patients.'
  }
}

// Never QueryRuntimeStatistics or the full text of queries, which the log would keep.
resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
      {
        category: 'DataPlaneRequests'
        enabled: logRequests
      }
    ]
  }
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
output databaseName string = account::database.name
