// No environment of the pipeline: what production has to say where PDS is asked by Spine Mini Services in place of PDS FHIR.
using '../main.bicep'

param environmentName = 'smsp'
param spineProxyNames = 'proxy.example.nhs.uk'
param publicHost = 'https://gpconnect.example.nhs.uk'
param smspEndpoint = 'https://smsp.example.nhs.uk/smsp/pds'
param cosmosCapacity = 'autoscale'
param auditRetentionDays = 2922
