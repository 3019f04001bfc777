using System.Text.RegularExpressions;
using System.Xml.Linq;
using static GpConnect.Spine.SpineMiniServices.SmspNames;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>
/// The content of an envelope: one of the nested cases. Elements are found by namespace and local name, whatever their prefixes.
/// </summary>
internal abstract partial record SmspResponse
{
    private SmspResponse()
    {
    }

    /// <param name="Code">For example <c>SMSP-0000</c>; it may be unknown.</param>
    /// <param name="Patient">The details; null when the answer has none.</param>
    internal sealed record Coded(string Code, XElement? Patient) : SmspResponse;

    /// <param name="Ids">ErrorID and ErrorCode if they are well-formed, without the texts, which may hold anything.</param>
    internal sealed record Fault(string Ids) : SmspResponse;

    internal sealed record Malformed : SmspResponse;

    public static SmspResponse Of(XElement? envelope)
    {
        var body = envelope?.Name == Soap + "Envelope" ? envelope.Element(Soap + "Body") : null;
        if (body?.Element(Soap + "Fault") is { } fault)
        {
            return new Fault(Identify(fault));
        }

        var answer = body?.Element(Itk + "DistributionEnvelope")?.Element(Itk + "payloads")?.Element(Itk + "payload")?.Element(Hl7V3 + Response);
        var value = answer?.Element(Hl7V3 + "value");
        return value?.Attribute("code")?.Value is { } code && CodeForm().IsMatch(code) && ResponseCodes.Contains(value.Attribute("codeSystem")?.Value)
            ? new Coded(code, answer!.Element(Hl7V3 + "subject")?.Element(Hl7V3 + "patient"))
            : new Malformed();
    }

    private static string Identify(XElement fault)
    {
        var error = fault.Descendants(Itk + "ToolkitErrorInfo").FirstOrDefault();
        var id = Guid.TryParse(error?.Element(Itk + "ErrorID")?.Value, out var known) ? known.ToString() : "unknown";
        var code = error?.Element(Itk + "ErrorCode")?.Value.Trim();
        return $"ErrorID {id}, ErrorCode {(code is not null && ErrorCodeForm().IsMatch(code) ? code : "unknown")}";
    }

    [GeneratedRegex(@"\A[A-Z]{1,8}-[0-9]{4}\z")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"\A[0-9]{1,6}\z")]
    private static partial Regex ErrorCodeForm();
}
