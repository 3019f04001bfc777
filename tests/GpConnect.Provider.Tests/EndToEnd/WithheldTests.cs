using GpConnect.Foundations.Records;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>A record that an import keeps, but that is not served.</summary>
public sealed class WithheldTests
{
    [Theory]
    [Formats]
    [Requirement("IM-19")]
    public async Task A_withheld_patient_cannot_be_found_read_or_registered(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync();
        var number = SampleData.NhsNumbers["3"];
        var person = await provider.AddToPdsAsync(Person.With(number));
        var store = provider.Services.GetRequiredService<IResourceStore>();
        var record = (await store.ReadAsync(new RecordKey(SampleData.Ods, "Patient", "3"), default))!;
        var withheld = record with { Envelope = record.Envelope with { Withheld = "Patient.birthDate is missing" } };
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(new StoreChange(SampleData.Ods, [withheld], [], null), default));

        (await provider.SendAsync(ApiRequest.SearchPatient(number).As(format))).Finds(0);
        (await provider.SendAsync(ApiRequest.Read("Patient", "3").As(format))).Fails(404, "PATIENT_NOT_FOUND");
        (await provider.SendAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
    }
}
