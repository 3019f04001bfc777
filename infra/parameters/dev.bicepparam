// A developer's own environment: nothing is paid for while nobody calls.
using '../main.bicep'

param environmentName = 'dev'
param spineProxyNames = 'smoke.example.nhs.uk'
param checkRevocation = false
param cosmosCapacity = 'serverless'
param cosmosBackupTier = 'Continuous7Days'
param withStandInForPds = true
param auditRetentionDays = 1
param logRetentionDays = 30
