using GpConnect.Testing.EndToEnd;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The tests of <see cref="VerificationContract"/> over the embedded PDS data set.</summary>
public sealed class VerificationTests(ProviderFixture fixture) : VerificationContract(fixture), IClassFixture<ProviderFixture>;
