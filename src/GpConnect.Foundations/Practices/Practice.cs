using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Foundations.Practices;

/// <summary>
/// A tenant. Everything is off until an operator switches it on (transport.md §6: a global switch and one per capability, both off
/// by default).
/// </summary>
internal sealed record Practice
{
    private const string NameLength = "name must be 1 to 200 characters";

    /// <summary>
    /// ODS code of the practice, as in the service root; case-sensitive. HEALTH is refused because a front end requests no client
    /// certificate for paths below <c>/health</c>, in upper or lower case.
    /// </summary>
    [RegularExpression("^(?!HEALTH$)[A-Z0-9]{3,12}$", ErrorMessage = "odsCode must be 3 to 12 upper-case letters and digits, and not HEALTH")]
    public required string OdsCode { get; init; }

    /// <summary>The practice's own ASID, which <c>Ssp-To</c> must equal; 12 digits.</summary>
    [RegularExpression("^[0-9]{12}$", ErrorMessage = "asid must be 12 digits")]
    public required string Asid { get; init; }

    [Required(ErrorMessage = NameLength), StringLength(200, ErrorMessage = NameLength)]
    public required string Name { get; init; }

    /// <summary>The switch for GP Connect as a whole.</summary>
    public bool GpConnect { get; init; }

    /// <summary>The capabilities that are switched on.</summary>
    [Required(ErrorMessage = "capabilities is missing")]
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    public bool Offers(Capability capability) => GpConnect && Capabilities.Contains(capability);
}
