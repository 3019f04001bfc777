using System.Globalization;
using System.Runtime.InteropServices;
using GpConnect.Fuzz;
using GpConnect.Testing.Fuzz;

// Without these handlers the providers in this process would handle the signals, and their answers while they stop would be finds.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));

switch (args)
{
    case ["instrument", var folder]:
        Instrumentation.Apply(folder);
        return 0;

    case ["run" or "fixed", var inputs, var seed, .. var readers]:
        using (var campaign = new Campaign(int.Parse(inputs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), readers, isFixed: args[0] == "fixed", async () => await Readers.StartAsync()))
        {
            return await campaign.RunAsync() ? 0 : 1;
        }

    case ["hosted", var inputs, var seed, var app, .. var readers]:
        using (var campaign = new Campaign(int.Parse(inputs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), readers, isFixed: true, async () => await HostedReaders.StartAsync(app)))
        {
            return await campaign.RunAsync() ? 0 : 1;
        }

    case ["dearest", var inputs, var seed, var output]:
        await new CostSearch(int.Parse(inputs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), output).RunAsync();
        return 0;

    default:
        await Console.Error.WriteLineAsync("Usage: tests/fuzz [--fixed] [inputs] [seed] [readers], or bench/dearest [inputs] [seed]");
        return 2;
}
