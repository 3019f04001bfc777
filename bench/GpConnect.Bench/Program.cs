using GpConnect.Bench;

return args switch
{
    ["generate", var folder, var patients] => SampleData.Generate(folder, int.Parse(patients, System.Globalization.CultureInfo.InvariantCulture)),
    ["generate-pds", var file, var people] => SampleData.GeneratePds(file, int.Parse(people, System.Globalization.CultureInfo.InvariantCulture)),
    ["pds", var port, var delay] => await PdsServer.RunAsync(
        int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), int.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)),
    ["bare", var port, var body] => await BareServer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), body),
    ["load", var port, var workload, var connections, var seconds, var patients] => LoadRun.Run(port, workload, connections, seconds, patients),
    ["flood", var port, var connections, var seconds, var write, var read] => await Flood.RunAsync(port, connections, seconds, write, read),
    ["start", var executable, var port, var patients] => StartRun.Run(executable, port, patients),
    ["provider", var audit] => await AuditRun.RunAsync(audit == "audited"),
    ["bare-store", var port, var file, var size] => await BareStore.RunAsync(port, file, size),
    ["charges"] => await ChargesRun.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("generate <folder> <patients> | generate-pds <file> <people> | pds <port> <delay in ms> | bare <port> <body file> | provider <audited|unaudited> | bare-store <port> <database> <bytes to append> | load <port> <read|read-xml|search|register> <connections> <seconds> <patients> | flood <port> <connections> <seconds> <write token> <read token>");
    return 2;
}
