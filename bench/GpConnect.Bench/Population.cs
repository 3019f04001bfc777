namespace GpConnect.Harness;

/// <summary>The generated patients, from which patients are drawn uniformly.</summary>
internal sealed class Population(int patients, int practices = 1)
{
    private readonly string[] numbers = SampleData.Numbers(patients);

    public SamplePatient Draw(Random random)
    {
        var index = random.Next(patients);
        return new SamplePatient(index, numbers[index], index % practices);
    }
}

internal readonly record struct SamplePatient(int Index, string NhsNumber, int Practice)
{
    public string OdsCode => SampleData.OdsCodeOf(Practice);
}
