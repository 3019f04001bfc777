using GpConnect.Foundations.Errors;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>The addresses of a submitted Patient (register-patient.md §5); every error is 422 .</summary>
internal static class RegistrationAddress
{
    public static Result<IReadOnlyList<Address>, Failure> Check(List<Address> addresses)
    {
        if (!addresses.TrueForAll(address => address.Use is Address.AddressUse.Home or Address.AddressUse.Temp))
        {
            return SpineError.InvalidResource.Because("Patient.address: every address needs the use home or temp");
        }

        if (addresses.DistinctBy(address => address.Use).Count() != addresses.Count)
        {
            return SpineError.InvalidResource.Because("Patient.address: there is more than one address with the same use");
        }

        return addresses.TrueForAll(address => address.State is null)
            ? addresses
            : SpineError.InvalidResource.Because("Patient.address: state is not allowed");
    }
}
