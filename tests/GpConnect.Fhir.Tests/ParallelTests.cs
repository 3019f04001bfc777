namespace GpConnect.Fhir.Tests;

public class ParallelTests
{
    [Fact]
    public void Reading_and_writing_in_parallel_gives_the_same_results_as_one_thread()
    {
        var resources = Samples.ResourceTypes.Select(type => (Hl7.Fhir.Model.Resource)Samples.Full(type)).ToArray();
        var expected = resources.Select(FhirWriter.WriteJson).ToArray();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var json = expected[i % expected.Length];
            var xml = FhirWriter.JsonToXml(json);

            Assert.Equal(json, FhirWriter.WriteJson(FhirReader.Read(xml, FhirFormat.Xml).Resource!));
            Assert.Equal(json, FhirWriter.WriteJson(FhirReader.Read(json, FhirFormat.Json).Resource!));
            Assert.False(Inputs.JsonPatient("'gender':'bogus'").IsValid);
        });
    }
}
