using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GpConnect.Testing.SpineMiniServices;

/// <summary>What the public schemas require of a request (spine-clients.md §2.1, §2.2): each element in order, and its form.</summary>
internal static class MessageRules
{
    private const string Service = "urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0";

    /// <summary>A word in braces stands for any text of that form; optional elements are marked.</summary>
    private static readonly XElement Form = XElement.Parse("""
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:itk="urn:nhs-itk:ns:201005"
            xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
            xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
          <soap:Header>
            <wsa:MessageID>{uuid}</wsa:MessageID>
            <wsa:Action>urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0</wsa:Action>
            <wsa:To>{text}</wsa:To>
            <wsa:From><wsa:Address>{text}</wsa:Address></wsa:From>
            <wsse:Security>
              <wsu:Timestamp><wsu:Created>{time}</wsu:Created><wsu:Expires>{time}</wsu:Expires></wsu:Timestamp>
              <wsse:UsernameToken><wsse:Username>{text}</wsse:Username></wsse:UsernameToken>
            </wsse:Security>
          </soap:Header>
          <soap:Body>
            <itk:DistributionEnvelope>
              <itk:header service="urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0" trackingid="{uuid}">
                <itk:auditIdentity><itk:id uri="{text}" type="{oid}"/></itk:auditIdentity>
                <itk:manifest count="1">
                  <itk:manifestitem id="uuid_{uuid}" mimetype="text/xml" profileid="urn:nhs-en:profile:getPatientDetailsByNHSNumberRequest-v1-0"
                    base64="false" compressed="false" encrypted="false"/>
                </itk:manifest>
                <itk:senderAddress uri="{urn}"/>
              </itk:header>
              <itk:payloads count="1">
                <itk:payload id="uuid_{uuid}">
                  <getPatientDetailsByNHSNumberRequest-v1-0 xmlns="urn:hl7-org:v3" classCode="CACT" moodCode="EVN">
                    <id root="{uuid}"/>
                    <code code="getPatientDetailsByNHSNumberRequest-v1-0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.284"/>
                    <queryEvent>
                      <Person.DateOfBirth><value value="{date}"/><semanticsText>Person.DateOfBirth</semanticsText></Person.DateOfBirth>
                      <Person.NHSNumber>
                        <value root="2.16.840.1.113883.2.1.4.1" extension="{number}"/><semanticsText>Person.NHSNumber</semanticsText>
                      </Person.NHSNumber>
                      <Person.Name optional="true">
                        <value><given optional="true">{text}</given><family>{text}</family></value><semanticsText>Person.Name</semanticsText>
                      </Person.Name>
                    </queryEvent>
                  </getPatientDetailsByNHSNumberRequest-v1-0>
                </itk:payload>
              </itk:payloads>
            </itk:DistributionEnvelope>
          </soap:Body>
        </soap:Envelope>
        """);

    private static readonly Dictionary<string, string> Forms = new()
    {
        ["{uuid}"] = "[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}",
        ["{time}"] = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
        ["{date}"] = "[0-9]{8}",
        ["{number}"] = "[0-9]{10}",
        ["{oid}"] = "[0-9]+([.][0-9]+)+",
        ["{urn}"] = @"urn:\S+",
        ["{text}"] = @"\S(.*\S)?",
    };

    /// <summary>The first error in a request; null for a valid one.</summary>
    public static string? Error(ReceivedMessage message, Uri url, DateTimeOffset now) =>
        ErrorOfTransport(message) ?? Error(Form, message.Root) ?? ErrorBetweenParts(message, url, now);

    private static string? ErrorOfTransport(ReceivedMessage message) => (message.Method, message.Path, message.Headers.ContentType.ToString()) switch
    {
        not ("POST", "/smsp/pds", _) => "not a POST to the service",
        (_, _, var type) when !type.StartsWith("text/xml", StringComparison.Ordinal) => "not text/xml",
        _ => message.Headers["SOAPAction"].ToString().Trim('"') == Service ? null : "another SOAPAction",
    };

    private static string? Error(XElement form, XElement actual)
    {
        if (form.Name != actual.Name)
        {
            return $"{actual.Name.LocalName} where {form.Name.LocalName} is expected";
        }

        var attributes = Attributes(actual).ToDictionary(attribute => attribute.Name, attribute => attribute.Value);
        var expected = Attributes(form).Where(attribute => attribute.Name != "optional").ToList();
        if (expected.Count != attributes.Count || !expected.TrueForAll(one => attributes.TryGetValue(one.Name, out var value) && HasForm(one.Value, value)))
        {
            return $"attributes of {form.Name.LocalName}";
        }

        return form.HasElements ? ErrorOfChildren(form, actual) : HasForm(form.Value, actual.Value) ? null : $"text of {form.Name.LocalName}";
    }

    private static string? ErrorOfChildren(XElement form, XElement actual)
    {
        var children = new Queue<XElement>(actual.Elements());
        foreach (var next in form.Elements())
        {
            if (children.TryPeek(out var child) && child.Name == next.Name)
            {
                if (Error(next, children.Dequeue()) is { } error)
                {
                    return error;
                }
            }
            else if (next.Attribute("optional") is null)
            {
                return $"{child?.Name.LocalName ?? "nothing"} where {next.Name.LocalName} is expected";
            }
        }

        return children.TryPeek(out var more) ? $"{more.Name.LocalName} is not expected" : null;
    }

    private static string? ErrorBetweenParts(ReceivedMessage message, Uri url, DateTimeOffset now)
    {
        if (message["manifestitem", "id"] != message["payload", "id"])
        {
            return "the manifest names another payload";
        }

        if (message["To"] != url.ToString())
        {
            return "addressed to another service";
        }

        var (created, expires) = (Time(message["Created"]), Time(message["Expires"]));
        return (now - created).Duration() < TimeSpan.FromMinutes(1) && expires - created == TimeSpan.FromMinutes(5)
            ? null
            : "a timestamp that is not the current time or not valid for five minutes";
    }

    private static IEnumerable<XAttribute> Attributes(XElement element) => element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);

    private static bool HasForm(string form, string value) =>
        Regex.IsMatch(value, $@"\A{Forms.Aggregate(form, (text, named) => text.Replace(named.Key, named.Value, StringComparison.Ordinal))}\z");

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
