// Where the pipeline deploys first: made like production, smaller, with invented patients only.
using '../main.bicep'

param environmentName = 'test'
param spineProxyNames = 'proxy.example.nhs.uk'
param cosmosCapacity = 'autoscale'
param cosmosBackupTier = 'Continuous7Days'
param logCosmosRequests = true
param withStandInForPds = true
param auditRetentionDays = 1
param logRetentionDays = 30
param privateNetwork = true
param alertEmail = 'gpconnect-test@example.nhs.uk'
