using GpConnect.Testing.Fuzz;

namespace GpConnect.Provider.Tests.Fuzz;

/// <summary>Earlier finds of the fuzzer, and the inputs that get furthest, checked as the fuzzer checks them.</summary>
public sealed class FindTests(ReadersFixture fixture) : IClassFixture<ReadersFixture>
{
    public static TheoryData<string, string> Finds => InputFiles.Under("finds");

    public static TheoryData<string> Names => [.. Readers.Names];

    [Theory]
    [MemberData(nameof(Finds))]
    public async Task Every_earlier_find_is_answered_as_documented(string reader, string file)
    {
        Assert.Null(await fixture.Readers.Find(reader).TryAsync(await File.ReadAllBytesAsync(InputFiles.PathOf("finds", reader, file))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_seed_is_answered_as_documented(string name)
    {
        if (fixture.Readers.All.SingleOrDefault(reader => reader.Name == name) is not { } reader)
        {
            return;
        }

        Assert.NotEmpty(reader.Seeds);
        foreach (var seed in reader.Seeds)
        {
            Assert.Null(await reader.TryAsync(seed));
        }
    }
}

public sealed class ReadersFixture : IAsyncLifetime
{
    internal Readers Readers { get; private set; } = null!;

    public async Task InitializeAsync() => Readers = await Readers.StartAsync();

    public async Task DisposeAsync() => await Readers.DisposeAsync();
}
