using GpConnect.Harness;

return args switch
{
    ["generate", var folder, var patients] => SampleData.Generate(folder, int.Parse(patients, System.Globalization.CultureInfo.InvariantCulture)),
    ["generate", var folder, var patients, var practices] => SampleData.Generate(folder, int.Parse(patients, System.Globalization.CultureInfo.InvariantCulture), int.Parse(practices, System.Globalization.CultureInfo.InvariantCulture)),
    ["generate-people", var file, var count] => People.Generate(file, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["pds", var port, var delay] => await PdsServer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), int.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)),
    ["open-load", var port, var mix, var rate, var connections, var seconds, var patients] => OpenLoad.Run(port, mix, rate, connections, seconds, patients, "1", "0"),
    ["open-load", var port, var mix, var rate, var connections, var seconds, var patients, var practices, var firstPerson] => OpenLoad.Run(port, mix, rate, connections, seconds, patients, practices, firstPerson),
    ["soak", var port, var process, var folder, var rate, var seconds, var patients] => SoakRun.Run(port, process, folder, rate, seconds, patients),
    ["load", var port, var workload, var connections, var seconds, var patients] => LoadRun.Run(port, workload, connections, seconds, patients),
    ["load", var port, var workload, var connections, var seconds, var patients, var firstPerson] => LoadRun.Run(port, workload, connections, seconds, patients, firstPerson),
    ["load", var port, var workload, var connections, var seconds, var patients, var firstPerson, var process] => LoadRun.Run(port, workload, connections, seconds, patients, firstPerson, process),
    ["allocation", var workload, var patients] => await AllocationRun.RunAsync(workload, patients),
    ["flood", var port, var connections, var seconds, var write, var read] => await Flood.RunAsync(port, connections, seconds, write, read),
    ["body-flood", var port, var seconds, var write, var read, var samples, var dearest] => await BodyFlood.RunAsync(port, seconds, write, read, samples, dearest),
    ["start", var port, var executable, .. var arguments] => StartRun.Run(port, executable, arguments),
    ["provider", var audit] => await AuditRun.RunAsync(audit == "audited"),
    ["bare-store", var port, var file, var size] => await BareStore.RunAsync(port, file, size),
    ["parse", var folder] => ParseRun.Run(folder),
    ["pages", var file, var patients, var practices] => await PagesRun.RunAsync(file, patients, practices),
    ["charges"] => await ChargesRun.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("generate <folder> <patients> [practices] | generate-people <file> <count> | pds <port> <delay in ms> | provider <audited|unaudited> | bare-store <port> <database> <bytes to append> | load <port> <read|read-xml|search> <connections> <seconds> <patients> [<first person> [<process>]] | allocation <workload> <patients> | start <port> <executable> <arguments> | open-load <port> <mix> <rate> <connections> <seconds> <patients> [<practices> <first person>] | soak <port> <process> <data folder> <rate> <seconds> <patients> | parse <folder> | pages <database> <patients> <practices> | flood <port> <connections> <seconds> <write token> <read token> | body-flood <port> <seconds> <write token> <read token> <sample registrations> <dearest inputs>");
    return 2;
}
