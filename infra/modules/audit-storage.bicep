@description('Region of the account.')
param location string

@description('Name of the account.')
param name string

@description('Whether the account survives the loss of a zone.')
param zoneRedundant bool

@description('Whether the account is reachable from outside the virtual network.')
param publicNetwork bool

@description('Days during which no part of the trail can be changed or deleted, counted from the creation of each blob.')
param retentionDays int

@description('True once the retention policy was locked by hand. A locked policy can only be extended, so it is not deployed then.')
param policyIsLocked bool

@description('Whether the account is protected from deletion.')
param preventDeletion bool

@description('Principal id of the app.')
param appPrincipalId string

@description('Object id of the group of operators, whose commands leave entries too. Empty for none.')
param operatorsGroupId string

@description('Workspace that receives the log of reads and deletions.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicNetwork ? 'Allow' : 'Deny'
      bypass: 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 90
      }
    }

    resource audit 'containers' = {
      name: 'audit'

      resource retention 'immutabilityPolicies' = if (!policyIsLocked) {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: retentionDays
          // Append blobs may grow, but appended content cannot be changed.
          allowProtectedAppendWrites: true
        }
      }
    }
  }
}

// Narrower than every built-in role: a blob can be created, appended to and read, not overwritten or deleted.
resource auditWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'audit-writer')
  properties: {
    roleName: 'GP Connect audit writer ${name}'
    description: 'Creates, appends to and reads the blobs of the audit trail.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
        ]
        notDataActions: []
      }
    ]
  }
}

resource appWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::audit
  name: guid(account::blobs::audit.id, 'app', auditWriter.id)
  properties: {
    roleDefinitionId: auditWriter.id
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource operatorsWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {
  scope: account::blobs::audit
  name: guid(account::blobs::audit.id, operatorsGroupId, auditWriter.id)
  properties: {
    roleDefinitionId: auditWriter.id
    principalId: operatorsGroupId
    principalType: 'Group'
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (preventDeletion) {
  scope: account
  name: 'audit-trail'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the audit trail.'
  }
}

// No StorageWrite, which would log a line for every request.
resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageRead'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

output id string = account.id
output containerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::audit.name}'
