using '../main.bicep'

param environmentName = 'prod'
param spineProxyNames = 'proxy.example.nhs.uk'
param publicHost = 'https://gpconnect.example.nhs.uk'
param alwaysReadyInstances = 2
param maximumInstances = 100
param cosmosCapacity = 'autoscale'
param cosmosMaximumThroughput = 10000
param cosmosConsistency = 'Strong'
param cosmosBackupTier = 'Continuous30Days'
param pdsFhirApiKey = 'api-key-of-the-application'
param pdsFhirKeyId = 'gpconnect-1'
// Eight years.
param auditRetentionDays = 2922
param logRetentionDays = 365
param zoneRedundant = true
param privateNetwork = true
param preventDeletion = true
param alertEmail = 'gpconnect-operators@example.nhs.uk'
