using System.Globalization;
using GpConnect.Fuzz;

switch (args)
{
    case ["instrument", var folder]:
        Instrumentation.Apply(folder);
        return 0;

    case ["run", var inputs, var seed, .. var readers]:
        using (var campaign = new Campaign(int.Parse(inputs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), readers))
        {
            return await campaign.RunAsync() ? 0 : 1;
        }

    default:
        await Console.Error.WriteLineAsync("Usage: tests/fuzz [inputs] [seed] [readers]");
        return 2;
}
