using System.Globalization;
using GpConnect.Fhir;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>Reads and writes the parts of a Patient that the rules need (resources.md §2).</summary>
internal static class PatientProfile
{
    public const string Url = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1";

    /// <exception cref="CorruptRecordException">The stored bytes are not a Patient.</exception>
    public static Patient Parse(StoredRecord record) =>
        FhirReader.Read(StoredJson.Repair(record.Body), FhirFormat.Json).Resource as Patient
        ?? throw new CorruptRecordException(record.Key, "cannot be read");

    /// <summary>The bytes that are stored and served: the resource with its id, version and profile.</summary>
    public static byte[] Write(Patient patient, string id, long version)
    {
        patient.Id = id;
        patient.Meta = new Meta { VersionId = version.ToString(CultureInfo.InvariantCulture), Profile = [Url] };
        return FhirWriter.WriteJson(patient);
    }

    /// <summary>The version of a Patient that follows the stored one.</summary>
    /// <param name="stored">The version it replaces.</param>
    /// <param name="patient">The next content.</param>
    /// <param name="state">The next state.</param>
    /// <param name="provenance">See <see cref="Envelope.Following"/>.</param>
    public static StoredRecord Next(StoredRecord stored, Patient patient, Envelope state, Provenance? provenance = null)
    {
        var envelope = state.Following(stored.Envelope, provenance);
        return stored with { Envelope = envelope, Body = Write(patient, stored.Key.Id, envelope.Version) };
    }

    public static HumanName OfficialName(Patient patient) => patient.Name.Single(name => name.Use == HumanName.NameUse.Official);

    public static string NhsNumber(Patient patient) =>
        patient.Identifier.Single(identifier => identifier.System == IdentifierSystems.NhsNumber).Value!;

    /// <summary>The demographics that verify the NHS number of a local record (sds-and-pds.md §4).</summary>
    public static VerifiableDemographics Verifiable(Patient patient)
    {
        var name = OfficialName(patient);
        return new VerifiableDemographics(patient.BirthDate, name.Family, name.Given.FirstOrDefault());
    }

    public static void MarkVerified(Patient patient) => SetVerificationStatus(patient, NhsNumberVerificationStatus.Verified);

    /// <param name="code">A code of <see cref="NhsNumberVerificationStatus"/>.</param>
    public static void SetVerificationStatus(Patient patient, string code) =>
        patient.Identifier = [NhsNumberVerificationStatus.Identifier(NhsNumber(patient), code)];
}
