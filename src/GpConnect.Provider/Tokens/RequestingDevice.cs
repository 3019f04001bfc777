using GpConnect.Foundations.Errors;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Tokens;

/// <summary>The claim <c>requesting_device</c>: the consumer's system.</summary>
internal sealed record RequestingDevice(string Identifier, string Model, string Version)
{
    public const string Claim = "requesting_device";

    /// <summary>Length of all its texts together, in characters.</summary>
    public int Length => Identifier.Length + Model.Length + Version.Length;

    public static Result<RequestingDevice, Failure> From(Resource resource)
    {
        if (resource is not Device device)
        {
            return ResourceClaims.WrongType(Claim, resource, nameof(Device));
        }

        var identifier = device.Identifier.FirstOrDefault(candidate => ResourceClaims.Has(candidate.System) && ResourceClaims.Has(candidate.Value));
        return identifier is not null && ResourceClaims.Has(device.Model) && ResourceClaims.Has(device.Version)
            ? new RequestingDevice($"{identifier.System}|{identifier.Value}", device.Model, device.Version)
            : ResourceClaims.BadClaim(Claim, "needs an identifier with system and value, model and version");
    }
}
