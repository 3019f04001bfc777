using GpConnect.Testing.EndToEnd;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The tests of <see cref="TextOfPdsContract"/> over the embedded PDS data set.</summary>
public sealed class TextOfPdsTests(ProviderFixture fixture) : TextOfPdsContract(fixture), IClassFixture<ProviderFixture>;
