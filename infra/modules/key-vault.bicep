@description('Region of the vault.')
param location string

@description('Name of the vault.')
param name string

@description('Whether the vault is reachable from outside the virtual network.')
param publicNetwork bool

@description('Principal id of the app.')
param appPrincipalId string

@description('Object id of the group of operators, whose commands need the keys. Empty for none.')
param operatorsGroupId string

@description('Workspace that receives the audit log of the vault.')
param workspaceId string

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

// The secrets identifier-key, audit-key, pds-fhir-key and smsp-key are created by hand (docs/deploy.md), because a template that
// contained their values would reset them on each deployment. client-roots, revocation-lists, smsp-certificate and smsp-roots are also
// created by hand; they are public. The app needs all secrets, so the scope of its role is the vault.
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicNetwork ? 'Allow' : 'Deny'
      bypass: 'None'
    }
  }
}

resource appReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, 'app', keyVaultSecretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource operatorsRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {
  scope: vault
  name: guid(vault.id, operatorsGroupId, keyVaultSecretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: operatorsGroupId
    principalType: 'Group'
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
output identifierKeyReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/identifier-key)'
output auditKeyReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/audit-key)'
output pdsFhirKeyReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/pds-fhir-key)'
output smspCertificateReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/smsp-certificate)'
output smspKeyReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/smsp-key)'
output smspRootsReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/smsp-roots)'
output clientRootsReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/client-roots)'
output revocationListsReference string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/revocation-lists)'
