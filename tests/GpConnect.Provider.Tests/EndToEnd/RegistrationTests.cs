using GpConnect.Testing.EndToEnd;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The tests of <see cref="RegistrationContract"/> over the embedded PDS data set.</summary>
public sealed class RegistrationTests(ProviderFixture fixture) : RegistrationContract(fixture), IClassFixture<ProviderFixture>;
