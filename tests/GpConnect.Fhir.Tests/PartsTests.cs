using System.Text;

namespace GpConnect.Fhir.Tests;

public class PartsTests
{
    [Fact]
    public void More_elements_than_any_resource_has_are_refused_before_the_sdk_sees_them()
    {
        Assert.Equal("The content: too many elements", Inputs.JsonPatient($"'name':[{Repeat("{'family':'A'}", 10_000, ",")}]").Fault?.Description);
        Assert.Equal("The content: too many elements", Inputs.XmlPatient(Repeat("<name><family value='A'/></name>", 10_000, "")).Fault?.Description);
    }

    [Fact]
    public void As_many_elements_as_a_long_record_has_are_read()
    {
        Assert.True(Inputs.JsonPatient($"'name':[{Repeat("{'family':'A'}", 1_000, ",")}]").IsValid);
        Assert.True(Inputs.XmlPatient(Repeat("<name><family value='A'/></name>", 1_000, "")).IsValid);
    }

    private static string Repeat(string text, int times, string separator) =>
        new StringBuilder().AppendJoin(separator, Enumerable.Repeat(text, times)).ToString();
}
