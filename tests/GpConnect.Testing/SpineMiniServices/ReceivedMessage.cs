using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.SpineMiniServices;

/// <summary>A request as the service received it.</summary>
internal sealed record ReceivedMessage(string Method, string Path, IHeaderDictionary Headers, string? Certificate, string Connection, byte[] Bytes)
{
    private readonly Lazy<XElement> root = new(() => XElement.Load(new MemoryStream(Bytes)));

    public XElement Root => root.Value;

    public string NhsNumber => this["Person.NHSNumber", "value", "extension"];

    /// <summary>The attribute of a child of the only element with the local name.</summary>
    public string this[string name, string child, string attribute] =>
        Find(name).Elements().Single(element => element.Name.LocalName == child).Attribute(attribute)!.Value;

    /// <summary>The attribute of the only element with the local name.</summary>
    public string this[string name, string attribute] => Find(name).Attribute(attribute)!.Value;

    /// <summary>The text of the only element with the local name.</summary>
    public string this[string name] => Find(name).Value;

    public static async Task<ReceivedMessage> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var headers = new HeaderDictionary(request.Headers.ToDictionary());
        var certificate = request.HttpContext.Connection.ClientCertificate?.Thumbprint;
        return new ReceivedMessage(request.Method, request.Path, headers, certificate, request.HttpContext.Connection.Id, body.ToArray());
    }

    private XElement Find(string name) => Root.Descendants().Single(element => element.Name.LocalName == name);
}
