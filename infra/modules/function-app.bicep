@description('Region of the app.')
param location string

@description('Name of the app and of its plan.')
param name string

@description('Resource id of the identity that the app uses for everything.')
param identityId string

@description('URI of the container into which deployments put the package.')
param packagesUri string

@description('Settings of the app, name and value.')
param settings object

@description('Upper limit of the number of instances.')
param maximumInstances int

@description('Memory of an instance in megabytes.')
param instanceMemory int

@description('Requests that an instance answers at the same time before another one starts.')
param requestsPerInstance int

@description('Instances that keep running without load.')
param alwaysReadyInstances int

@description('Whether instances are spread over zones.')
param zoneRedundant bool

@description('Paths that need no client certificate, separated by semicolons.')
param certificateExclusionPaths string

@description('Subnet for outgoing requests. Empty for none.')
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  // azd finds the app of the service in azure.yaml by this tag.
  tags: {
    'azd-service-name': 'provider'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    httpsOnly: true
    clientCertEnabled: true
    clientCertMode: 'Required'
    clientCertExclusionPaths: certificateExclusionPaths
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemory
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: requestsPerInstance
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
      // A path without a certificate makes the front end renegotiate TLS, which HTTP/2 does not support.
      http20Enabled: empty(certificateExclusionPaths)
      appSettings: [for setting in items(settings): { name: setting.key, value: setting.value }]
    }
  }

  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource deploymentPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
