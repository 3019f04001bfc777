@description('Region of the account.')
param location string

@description('Name of the account.')
param name string

@description('Whether the account survives the loss of a zone.')
param zoneRedundant bool

@description('Whether the account is reachable from outside the virtual network.')
param publicNetwork bool

@description('Principal id of the app. The Functions host keeps its locks and keys here and reads the package from here.')
param appPrincipalId string

var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

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

    resource packages 'containers' = {
      name: 'packages'
    }
  }
}

resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, name, storageBlobDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output id string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
output packagesUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::packages.name}'
