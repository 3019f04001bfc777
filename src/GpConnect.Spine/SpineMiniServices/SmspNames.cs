using System.Xml.Linq;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>Namespaces, identifiers and code systems of the messages (spine-clients.md §2.1, §2.2, §2.4).</summary>
internal static class SmspNames
{
    public const string Operation = "getPatientDetailsByNHSNumber";
    public const string Service = $"urn:nhs-itk:services:201005:{Operation}-v1-0";
    public const string Profile = $"urn:nhs-en:profile:{Request}";
    public const string Request = $"{Operation}Request-v1-0";

    /// <summary>All operations that return details share one response type (§2.3).</summary>
    public const string Response = "getPatientDetailsResponse-v1-0";

    public const string NhsNumberRoot = "2.16.840.1.113883.2.1.4.1";
    public const string OdsCodeRoot = "2.16.840.1.113883.2.1.3.2.4.19.2";
    public const string MessageCodes = "2.16.840.1.113883.2.1.3.2.4.17.284";
    public const string IdentityType = "2.16.840.1.113883.2.1.3.2.4.18.27";
    public const string AsidType = "1.2.826.0.1285.0.2.0.107";

    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace Wsa = "http://www.w3.org/2005/08/addressing";
    public static readonly XNamespace Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public static readonly XNamespace Wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    public static readonly XNamespace Itk = "urn:nhs-itk:ns:201005";
    public static readonly XNamespace Hl7V3 = "urn:hl7-org:v3";

    /// <summary>The code systems of PDS mini services and of all mini services.</summary>
    public static readonly string[] ResponseCodes = ["2.16.840.1.113883.2.1.3.2.4.17.285", "2.16.840.1.113883.2.1.3.2.4.17.500"];
}
