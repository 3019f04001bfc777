using System.Globalization;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// The Patient of a temporary registration (register-patient.md §8): the submitted data, supplemented by PDS. The practice's own
/// lapsed record adds data that neither the consumer nor PDS can provide.
/// </summary>
internal static class TemporaryRegistration
{
    public static Patient Build(
        RegistrationRequest request, PdsRecord pds, Patient? lapsed, string organizationId, DateTimeOffset start, DateTimeOffset end)
    {
        var period = new Period { Start = Text(start), End = Text(end) };
        var patient = new Patient
        {
            Extension = [RegistrationDetails.Build(period, RegistrationDetails.TypeConcept(RegistrationDetails.Temporary), Branch(lapsed))],
            Identifier = [NhsNumberVerificationStatus.Identifier(request.NhsNumber, NhsNumberVerificationStatus.Verified)],
            Active = true,
            Name = [Name(request.OfficialName, pds)],
            Telecom = [.. Telecoms(request.Telecom, pds, end)],
            Gender = request.Gender ?? Gender(pds),
            BirthDate = request.BirthDate,
            Address = [.. Addresses(request.Address, pds, end)],
            Contact = lapsed?.Contact ?? [],
            GeneralPractitioner = lapsed?.GeneralPractitioner ?? [],
            ManagingOrganization = new ResourceReference($"Organization/{organizationId}"),
        };
        patient.Extension.AddRange(Communications(request, lapsed));
        return patient;
    }

    private static ResourceReference? Branch(Patient? lapsed) =>
        lapsed?.Extension.Find(extension => extension.Url == RegistrationDetails.Url)
            ?.Extension.Find(part => part.Url == RegistrationDetails.PreferredBranchSurgery)
            ?.Value as ResourceReference;

    private static IEnumerable<Extension> Communications(RegistrationRequest request, Patient? lapsed)
    {
        if (request.NhsCommunication is { } sent)
        {
            return [NhsCommunication.Completed(sent)];
        }

        // The answer holds at most one (register-patient.md §9).
        return lapsed?.Extension.Where(extension => extension.Url == NhsCommunication.Url).Take(1) ?? [];
    }

    private static HumanName Name(HumanName submitted, PdsRecord pds)
    {
        var name = (HumanName)submitted.DeepCopy();
        name.Prefix = name.Prefix.Any() ? name.Prefix : pds.Prefix;
        return name;
    }

    private static AdministrativeGender Gender(PdsRecord pds) => pds.Gender switch
    {
        "male" => AdministrativeGender.Male,
        "female" => AdministrativeGender.Female,
        "other" => AdministrativeGender.Other,
        _ => AdministrativeGender.Unknown,
    };

    private static IEnumerable<ContactPoint> Telecoms(IReadOnlyList<ContactPoint> submitted, PdsRecord pds, DateTimeOffset end)
    {
        foreach (var sent in submitted)
        {
            var telecom = (ContactPoint)sent.DeepCopy();

            // A returned telecom needs a use; in a submission, only an email may lack it.
            telecom.Use ??= ContactPoint.ContactPointUse.Home;
            telecom.Period = telecom.Use == ContactPoint.ContactPointUse.Temp ? Ending(telecom.Period, end) : telecom.Period;
            yield return telecom;
        }

        if (pds.Phone is { } phone && !submitted.Any(telecom => telecom.System == ContactPoint.ContactPointSystem.Phone && telecom.Use != ContactPoint.ContactPointUse.Temp))
        {
            yield return new ContactPoint(ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Home, phone);
        }

        if (pds.Email is { } email && !submitted.Any(telecom => telecom.System == ContactPoint.ContactPointSystem.Email))
        {
            yield return new ContactPoint(ContactPoint.ContactPointSystem.Email, ContactPoint.ContactPointUse.Home, email);
        }
    }

    private static IEnumerable<Address> Addresses(IReadOnlyList<Address> submitted, PdsRecord pds, DateTimeOffset end)
    {
        foreach (var sent in submitted)
        {
            var address = (Address)sent.DeepCopy();
            address.Period = address.Use == Address.AddressUse.Temp ? Ending(address.Period, end) : address.Period;
            yield return address;
        }

        if (pds.Address is { } held && !submitted.Any(address => address.Use == Address.AddressUse.Home))
        {
            yield return new Address
            {
                Use = Address.AddressUse.Home,
                Line = held.Lines,
                City = held.City,
                District = held.District,
                PostalCode = held.PostalCode,
            };
        }
    }

    /// <summary>Temporary addresses and telecoms end with the registration, or earlier if their own period does.</summary>
    private static Period Ending(Period? period, DateTimeOffset end) => new()
    {
        Start = period?.Start,
        End = period?.End is { } own && Periods.After(own) < end ? own : Text(end),
    };

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
