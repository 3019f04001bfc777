// One environment of the provider in one resource group: docs/deploy.md.
targetScope = 'resourceGroup'

@description('Short name of the environment, used in the names of the resources.')
@minLength(2)
@maxLength(8)
param environmentName string

@description('Region of all resources. Patient data stays in it.')
param location string = resourceGroup().location

@description('Path in front of [base], with {ODS} in place of the ODS code of the practice.')
param serviceRoot string = '/{ODS}/STU3/1/gpconnect'

@description('Scheme and host that consumers see, such as https://provider.example.nhs.uk. Empty: Content-Location contains only a path.')
param publicHost string = ''

@description('Paths that need no client certificate, separated by semicolons. Empty keeps TLS renegotiation off and allows HTTP/2.')
param certificateExclusionPaths string = '/health'

@description('Names of the Spine Secure Proxy, separated by commas. A client certificate has to contain one of them.')
@minLength(1)
param spineProxyNames string

@description('Whether client certificates are checked against the secret revocation-lists. If so, none is accepted without lists in force.')
param checkRevocation bool = true

@description('Upper limit of the number of instances of the app.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in megabytes.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Requests that an instance answers at the same time before another one starts.')
@minValue(1)
@maxValue(1000)
param requestsPerInstance int = 100

@description('Instances that keep running without load. With 0, a request after a pause waits for a start.')
@minValue(0)
@maxValue(1000)
param alwaysReadyInstances int = 0

@description('Billing of the store by request, or by a throughput that follows the load.')
@allowed(['autoscale', 'serverless'])
param cosmosCapacity string = 'autoscale'

@description('Upper limit of the throughput of the records in request units a second, in thousands. Not for serverless.')
@minValue(1000)
param cosmosMaximumThroughput int = 1000

@description('Consistency of reads. Only Strong and BoundedStaleness let every instance find a new registration at once.')
@allowed(['Strong', 'BoundedStaleness', 'Session', 'ConsistentPrefix', 'Eventual'])
param cosmosConsistency string = 'Strong'

@description('How far back the store can be restored to any second.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param cosmosBackupTier string = 'Continuous30Days'

@description('Name of the account into which the store was restored and which replaces the original one. Empty: there was no restore.')
param restoredCosmosAccount string = ''

@description('Whether the log has a line for every request to the store.')
param logCosmosRequests bool = false

@description('Whether there is a container for the data set of the stand-in for PDS. Never in production.')
param withStandInForPds bool = false

@description('API key of the application at NHS England. With it, PDS FHIR verifies NHS numbers, with the secret pds-fhir-key. Empty: the stand-in does.')
param pdsFhirApiKey string = ''

@description('Key id (kid) under which the public half of pds-fhir-key is registered at NHS England.')
param pdsFhirKeyId string = ''

@description('Host of PDS FHIR and of its tokens: api.service.nhs.uk, or int.api.service.nhs.uk for integration.')
param pdsFhirHost string = 'api.service.nhs.uk'

@description('Requests to PDS per second that each instance may send: the rate agreed with NHS England divided by the number of instances.')
@minValue(1)
@maxValue(10000)
param pdsRequestsPerSecond int = 5

@description('URL of the Spine Mini Services. With it, they verify NHS numbers, with the secrets smsp-certificate, smsp-key and smsp-roots. Needs publicHost; not together with pdsFhirApiKey.')
param smspEndpoint string = ''

@description('Whether a record may be accepted although the Spine Mini Services do not say whether it is sensitive: docs/spine.md.')
param smspAcceptUnknownSensitivity bool = false

@description('Days during which no part of the audit trail can be changed or deleted.')
@minValue(1)
@maxValue(146000)
param auditRetentionDays int

@description('True once the retention policy of the audit trail was locked by hand, which cannot be undone.')
param auditPolicyIsLocked bool = false

@description('Days that logs and telemetry are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Whether store, app and storage survive the loss of a zone. Not all of them can be changed later.')
param zoneRedundant bool = false

@description('Whether store, storage and vault are reachable through private endpoints only.')
param privateNetwork bool = false

@description('Addresses of the virtual network, a /24 or larger. Only with privateNetwork.')
param networkAddressPrefix string = '10.40.0.0/24'

@description('Whether locks protect the store and the audit trail from deletion.')
param preventDeletion bool = false

@description('Object id of the group whose members may run the commands of the provider against this environment. Empty for none.')
param operatorsGroupId string = ''

@description('Address that alerts are sent to. Empty: there are no alerts.')
param alertEmail string = ''

var name = 'gpconnect-${environmentName}'
var suffix = uniqueString(resourceGroup().id)
var cosmosAccount = empty(restoredCosmosAccount) ? '${name}-${suffix}' : restoredCosmosAccount

module identity 'modules/identity.bicep' = {
  params: {
    location: location
    name: '${name}-app'
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    name: name
    logRetentionDays: logRetentionDays
    appPrincipalId: identity.outputs.principalId
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  params: {
    location: location
    name: 'gpchost${suffix}'
    zoneRedundant: zoneRedundant
    publicNetwork: !privateNetwork
    appPrincipalId: identity.outputs.principalId
  }
}

module auditStorage 'modules/audit-storage.bicep' = {
  params: {
    location: location
    name: 'gpcaudit${suffix}'
    zoneRedundant: zoneRedundant
    publicNetwork: !privateNetwork
    retentionDays: auditRetentionDays
    policyIsLocked: auditPolicyIsLocked
    preventDeletion: preventDeletion
    appPrincipalId: identity.outputs.principalId
    operatorsGroupId: operatorsGroupId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    location: location
    name: cosmosAccount
    capacity: cosmosCapacity
    maximumThroughput: cosmosMaximumThroughput
    consistency: cosmosConsistency
    backupTier: cosmosBackupTier
    zoneRedundant: zoneRedundant
    publicNetwork: !privateNetwork
    withStandInForPds: withStandInForPds
    logRequests: logCosmosRequests
    preventDeletion: preventDeletion
    appPrincipalId: identity.outputs.principalId
    operatorsGroupId: operatorsGroupId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    location: location
    name: 'gpckeys${suffix}'
    publicNetwork: !privateNetwork
    appPrincipalId: identity.outputs.principalId
    operatorsGroupId: operatorsGroupId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: name
    addressPrefix: networkAddressPrefix
  }
}

module hostStorageEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${name}-host-storage'
    subnetId: network!.outputs.endpointsSubnetId
    targetId: hostStorage.outputs.id
    groupId: 'blob'
    zoneId: network!.outputs.blobZoneId
  }
}

module auditStorageEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${name}-audit-storage'
    subnetId: network!.outputs.endpointsSubnetId
    targetId: auditStorage.outputs.id
    groupId: 'blob'
    zoneId: network!.outputs.blobZoneId
  }
}

module cosmosEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    // Named after the account, because an endpoint cannot be moved to another one.
    name: cosmosAccount
    subnetId: network!.outputs.endpointsSubnetId
    targetId: cosmos.outputs.id
    groupId: 'Sql'
    zoneId: network!.outputs.cosmosZoneId
  }
}

module keyVaultEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${name}-key-vault'
    subnetId: network!.outputs.endpointsSubnetId
    targetId: keyVault.outputs.id
    groupId: 'vault'
    zoneId: network!.outputs.vaultZoneId
  }
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    location: location
    name: '${name}-${suffix}'
    identityId: identity.outputs.id
    packagesUri: hostStorage.outputs.packagesUri
    maximumInstances: maximumInstances
    instanceMemory: instanceMemory
    requestsPerInstance: requestsPerInstance
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
    certificateExclusionPaths: certificateExclusionPaths
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    settings: union(
      {
        AZURE_CLIENT_ID: identity.outputs.clientId
        AzureWebJobsStorage__blobServiceUri: hostStorage.outputs.blobEndpoint
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        AzureWebJobsStorage__credential: 'managedidentity'
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
        GPCONNECT_AUDITCONTAINER: auditStorage.outputs.containerUri
        GPCONNECT_AUDITKEY: keyVault.outputs.auditKeyReference
        GPCONNECT_CLIENTCERTIFICATEHEADER: 'X-ARR-ClientCert'
        GPCONNECT_CLIENTROOTS: keyVault.outputs.clientRootsReference
        GPCONNECT_COSMOSDATABASE: cosmos.outputs.databaseName
        GPCONNECT_COSMOSENDPOINT: cosmos.outputs.endpoint
        GPCONNECT_IDENTIFIERKEY: keyVault.outputs.identifierKeyReference
        GPCONNECT_SERVICEROOT: serviceRoot
        GPCONNECT_SPINEPROXYNAMES: spineProxyNames
      },
      checkRevocation ? { GPCONNECT_REVOCATIONLISTS: keyVault.outputs.revocationListsReference } : {},
      empty(publicHost) ? {} : { GPCONNECT_PUBLICHOST: publicHost },
      empty(pdsFhirApiKey)
        ? {}
        : {
            GPCONNECT_PDSGATEWAY: 'pds-fhir'
            GPCONNECT_PDSREQUESTSPERSECOND: string(pdsRequestsPerSecond)
            GPCONNECT_PDSFHIRAPIKEY: pdsFhirApiKey
            GPCONNECT_PDSFHIRENDPOINT: 'https://${pdsFhirHost}/personal-demographics/FHIR/R4'
            GPCONNECT_PDSFHIRKEYID: pdsFhirKeyId
            GPCONNECT_PDSFHIRPRIVATEKEY: keyVault.outputs.pdsFhirKeyReference
            GPCONNECT_PDSFHIRTOKENENDPOINT: 'https://${pdsFhirHost}/oauth2/token'
          },
      empty(smspEndpoint)
        ? {}
        : {
            GPCONNECT_PDSGATEWAY: 'smsp'
            GPCONNECT_SMSPACCEPTUNKNOWNSENSITIVITY: string(smspAcceptUnknownSensitivity)
            GPCONNECT_SMSPCLIENTCERTIFICATE: keyVault.outputs.smspCertificateReference
            GPCONNECT_SMSPCLIENTKEY: keyVault.outputs.smspKeyReference
            GPCONNECT_SMSPENDPOINT: smspEndpoint
            GPCONNECT_SMSPROOTS: keyVault.outputs.smspRootsReference
          }
    )
  }
  // The host does not start before its storage answers.
  dependsOn: [hostStorageEndpoint]
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  params: {
    location: location
    name: name
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    cosmosAccountId: cosmos.outputs.id
  }
}

output functionAppName string = functionApp.outputs.name
output hostName string = functionApp.outputs.hostName
output keyVaultName string = keyVault.outputs.name
output cosmosEndpoint string = cosmos.outputs.endpoint
output auditContainerUri string = auditStorage.outputs.containerUri
