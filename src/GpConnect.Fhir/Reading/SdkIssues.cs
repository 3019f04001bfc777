using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace GpConnect.Fhir.Reading;

/// <summary>Turns the SDK's issues into errors. Its messages repeat values of the input, so none of them is passed on.</summary>
internal static partial class SdkIssues
{
    private const string Root = "$this.";
    private const string Fallback = "not valid in FHIR STU3";

    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        [CodedValidationException.UNKNOWN_ELEMENT_CODE] = "unknown element",
        [CodedValidationException.WRONG_CASED_ELEMENT_CODE] = "unknown element",
        [CodedValidationException.UNKNOWN_RESOURCE_TYPE_CODE] = "unknown resource type",
        [CodedValidationException.WRONG_CASED_RESOURCE_TYPE_CODE] = "unknown resource type",
        [CodedValidationException.CHOICE_TYPE_NOT_ALLOWED_CODE] = "type not allowed here",
        [CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE] = "mandatory element missing",
        [CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE] = "mandatory element missing",
        [CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE] = "too many repetitions",
        [CodedValidationException.PROPERTY_TYPE_MISMATCH_CODE] = "wrong type or number of values",
        [CodedValidationException.INVALID_CODED_VALUE_CODE] = "code outside the required value set",
        [CodedValidationException.LITERAL_INVALID_CODE] = "malformed value",
        [CodedValidationException.INCORRECT_LITERAL_VALUE_TYPE_CODE] = "malformed value",
        [CodedValidationException.INVALID_BASE64_VALUE_CODE] = "malformed value",
        [CodedValidationException.POSITIVE_INT_MUST_BE_POSITIVE_CODE] = "malformed value",
        [CodedValidationException.UNSIGNED_INT_MUST_NOT_BE_NEGATIVE_CODE] = "malformed value",
        [CodedValidationException.INVALID_STRING_LENGTH_CODE] = "malformed value",
        [CodedValidationException.NARRATIVE_XML_IS_MALFORMED_CODE] = "narrative not allowed",
        [CodedValidationException.NARRATIVE_XML_IS_INVALID_CODE] = "narrative not allowed",
        [CodedValidationException.CONTAINED_RESOURCES_CANNOT_BE_NESTED_CODE] = "contained resources nested",
        [CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE] = "empty element",
        [FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE] = "empty element",
        [FhirJsonException.ARRAYS_CANNOT_BE_EMPTY_CODE] = "empty element",
        [FhirJsonException.NO_RESOURCETYPE_PROPERTY_CODE] = "resourceType missing",
        [FhirJsonException.RESOURCETYPE_SHOULD_BE_STRING_CODE] = "resourceType not a string",
        [FhirXmlException.INCORRECT_ELEMENT_NAMESPACE_CODE] = "wrong namespace",
        [FhirXmlException.EMPTY_ELEMENT_NAMESPACE_CODE] = "wrong namespace",
        [FhirXmlException.INCORRECT_XHTML_NAMESPACE_CODE] = "wrong namespace",
        [FhirXmlException.INCORRECT_ATTRIBUTE_NAMESPACE_CODE] = "wrong namespace",
        [FhirXmlException.ELEMENT_OUT_OF_ORDER_CODE] = "element out of order",
        [FhirXmlException.ELEMENT_NOT_IN_SEQUENCE_CODE] = "element out of order",
        [CodedValidationException.REPEATING_ELEMENT_CANNOT_CONTAIN_NULL_CODE] = "null",
    }.ToFrozenDictionary();

    public static FhirError? FirstOf(IEnumerable<CodedException> issues)
    {
        var all = issues.Where(issue => !IsHarmless(issue)).ToList();
        // If there is an unknown element, the caller needs its name, not the errors that follow from it.
        var first = all.Where(issue => ReasonOf(issue) == Reasons[CodedValidationException.UNKNOWN_ELEMENT_CODE])
            .MinBy(issue => PathOf(issue)?.Length) ?? all.FirstOrDefault();
        return first is null
            ? null
            : Errors.Invalid(PathOf(first), ReasonOf(first));
    }

    public static IEnumerable<FhirError> AllOf(IEnumerable<CodedException> issues) =>
        issues.Where(issue => !IsHarmless(issue)).Select(issue => Errors.Invalid(PathOf(issue), ReasonOf(issue)));

    /// <summary>
    /// Paths of the XML values from which the SDK has removed leading or trailing white space. Whether a value may have any depends
    /// on its type.
    /// </summary>
    public static IReadOnlySet<string> TrimmedPaths(IEnumerable<CodedException> issues) =>
        issues.Where(IsAboutBlankEnds).Select(PathOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static bool IsHarmless(CodedException issue) =>
        IsAboutSpaces(issue) || IsAboutBlankEnds(issue) || IsAboutEmptyResource(issue) || IsAboutNulls(issue);

    /// <summary>All values of a list may be absent if each has extensions; one with neither is reported as "null".</summary>
    private static bool IsAboutNulls(CodedException issue) => issue.ErrorCode == FhirJsonException.PRIMITIVE_ARRAYS_ONLY_NULL_CODE;

    private static bool IsAboutBlankEnds(CodedException issue) =>
        issue.ErrorCode == FhirXmlException.STRING_SHOULD_NOT_HAVE_LEADING_OR_TRAILING_WHITESPACE;

    /// <summary>Only elements need a value or children (STU3, ele-1).</summary>
    private static bool IsAboutEmptyResource(CodedException issue) =>
        issue.ErrorCode is CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE or FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE
        && (issue as ExtendedCodedException)?.InstancePath is { } path
        && ResourcePath().IsMatch(path);

    /// <summary>
    /// The SDK applies the pattern of a later release to text, [ \r\n\t\S]+. It refuses no-break and ideographic spaces, which
    /// occur in people's names and which STU3 allows. <see cref="TextRules"/> has the rules of STU3.
    /// </summary>
    private static bool IsAboutSpaces(CodedException issue) =>
        issue is CodedValidationException { ErrorCode: CodedValidationException.LITERAL_INVALID_CODE, BaseErrorMessage: var message }
        && message.EndsWith("literal for a string.", StringComparison.Ordinal);

    private static string ReasonOf(CodedException issue) => Reasons.GetValueOrDefault(issue.ErrorCode, Fallback);

    private static string? PathOf(CodedException issue)
    {
        var path = (issue as ExtendedCodedException)?.InstancePath;
        return path?.StartsWith(Root, StringComparison.Ordinal) == true ? path[Root.Length..] : path;
    }

    [GeneratedRegex(@"\A(\$this|[A-Za-z]+)\z|\.resource\z|\.contained\[[0-9]+\]\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourcePath();
}
