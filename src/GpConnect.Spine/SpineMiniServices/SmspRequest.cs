using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using static GpConnect.Spine.SpineMiniServices.SmspNames;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>
/// Writes the request for a person's details. The schemas fix the order of all elements, and the service accepts UUIDs in upper case
/// only (spine-clients.md §2.1, §2.2).
/// </summary>
internal sealed class SmspRequest(SmspOptions options, ServiceRootOptions root, TimeProvider clock)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    private static readonly XmlWriterSettings Form = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    public byte[] Write(Guid messageId, PdsQuery query, DateOnly birthDate)
    {
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soap", Soap),
            new XAttribute(XNamespace.Xmlns + "wsa", Wsa),
            new XAttribute(XNamespace.Xmlns + "itk", Itk),
            Header(messageId),
            new XElement(Soap + "Body", Distribution(query, birthDate)));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Form))
        {
            envelope.Save(writer);
        }

        return stream.ToArray();
    }

    private XElement Header(Guid messageId)
    {
        var now = clock.GetUtcNow();
        return new XElement(
            Soap + "Header",
            new XElement(Wsa + "MessageID", Upper(messageId)),
            new XElement(Wsa + "Action", Service),
            new XElement(Wsa + "To", options.SmspEndpoint),
            new XElement(Wsa + "From", new XElement(Wsa + "Address", root.PublicHost)),
            new XElement(
                Wsse + "Security",
                new XAttribute(XNamespace.Xmlns + "wsse", Wsse),
                new XAttribute(XNamespace.Xmlns + "wsu", Wsu),
                new XElement(Wsu + "Timestamp", new XElement(Wsu + "Created", Seconds(now)), new XElement(Wsu + "Expires", Seconds(now + Validity))),
                new XElement(Wsse + "UsernameToken", new XElement(Wsse + "Username", options.SmspUsername))));
    }

    private XElement Distribution(PdsQuery query, DateOnly birthDate)
    {
        // An XML ID must begin with a letter.
        var payloadId = $"uuid_{Upper(Guid.NewGuid())}";

        // The trace id lets the request be found at the other end, if it has the required form.
        var trackingId = Guid.TryParse(query.TraceId, out var traceId) ? traceId : Guid.NewGuid();
        return new XElement(
            Itk + "DistributionEnvelope",
            new XElement(
                Itk + "header",
                new XAttribute("service", Service),
                new XAttribute("trackingid", Upper(trackingId)),
                new XElement(Itk + "auditIdentity", AuditIdentity(query.Practice)),
                new XElement(Itk + "manifest", new XAttribute("count", 1), ManifestItem(payloadId)),
                new XElement(Itk + "senderAddress", new XAttribute("uri", For(query.Practice, options.SmspSenderAddress)))),
            new XElement(
                Itk + "payloads",
                new XAttribute("count", 1),
                new XElement(Itk + "payload", new XAttribute("id", payloadId), Payload(query, birthDate))));
    }

    private XElement AuditIdentity(string practice)
    {
        var isAsid = char.IsAsciiDigit(options.SmspAuditIdentity[0]);
        return new XElement(
            Itk + "id",
            new XAttribute("uri", For(practice, options.SmspAuditIdentity)),
            new XAttribute("type", isAsid ? AsidType : IdentityType));
    }

    private static XElement ManifestItem(string payloadId) => new(
        Itk + "manifestitem",
        new XAttribute("id", payloadId),
        new XAttribute("mimetype", "text/xml"),
        new XAttribute("profileid", Profile),
        new XAttribute("base64", false),
        new XAttribute("compressed", false),
        new XAttribute("encrypted", false));

    /// <summary>
    /// The query. The name lets the service verify by two parts of the birth date and the name, as <see cref="VerificationRule"/> does.
    /// </summary>
    private static XElement Payload(PdsQuery query, DateOnly birthDate) => new(
        Hl7V3 + Request,
        new XAttribute("classCode", "CACT"),
        new XAttribute("moodCode", "EVN"),
        new XElement(Hl7V3 + "id", new XAttribute("root", Upper(Guid.NewGuid()))),
        new XElement(Hl7V3 + "code", new XAttribute("codeSystem", MessageCodes), new XAttribute("code", Request)),
        new XElement(
            Hl7V3 + "queryEvent",
            Parameter("Person.DateOfBirth", new XAttribute("value", birthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture))),
            Parameter("Person.NHSNumber", new XAttribute("root", NhsNumberRoot), new XAttribute("extension", query.NhsNumber)),
            query.Presented.Family is { } family ? Parameter("Person.Name", Given(query.Presented.Given), new XElement(Hl7V3 + "family", ComposedLetters.Compose(family))) : null));

    private static XElement? Given(string? given) => given is null ? null : new XElement(Hl7V3 + "given", ComposedLetters.Compose(given));

    private static XElement Parameter(string name, params object?[] value) =>
        new(Hl7V3 + name, new XElement(Hl7V3 + "value", value), new XElement(Hl7V3 + "semanticsText", name));

    private static string For(string practice, string setting) => setting.Replace(ServiceRoot.OdsPlaceholder, practice, StringComparison.Ordinal);

    private static string Upper(Guid id) => id.ToString().ToUpperInvariant();

    private static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
