@description('Region of the endpoint.')
param location string

@description('Name of the endpoint.')
param name string

@description('Subnet that the endpoint takes its address from.')
param subnetId string

@description('Resource that is reached through the endpoint.')
param targetId string

@description('Part of the resource, such as blob.')
param groupId string

@description('Private DNS zone that the address is entered in.')
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
