@description('Region of the endpoint.')
param location string

@description('Name of the endpoint.')
param name string

@description('Subnet from which the endpoint takes its address.')
param subnetId string

@description('Resource that is reached through the endpoint.')
param targetId string

@description('Sub-resource to connect to, such as blob.')
param groupId string

@description('Private DNS zone in which the address is registered.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: name
  location: location
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }

  resource zoneGroup 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: groupId
          properties: {
            privateDnsZoneId: zoneId
          }
        }
      ]
    }
  }
}
