using System.Globalization;

namespace GpConnect.Harness;

/// <summary>Requests of several workloads in random order, each in proportion to its weight.</summary>
internal sealed class LoadMix
{
    /// <summary>Mixes that are used more than once, by name.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        ["reads-and-searches"] = "read:60,search:40",
        ["mixed"] = "read:40,read-xml:10,search:30,practitioner:3,practitioner-search:3,organization:3,organization-search:3,register:2,unknown:2,bad-number:2,no-token:2",
    };

    private readonly Random random = new();
    private readonly RequestFactory[] byTicket;

    /// <param name="text">A workload, the name of a mix, or workloads with weights, such as <c>read:60,search:40</c>.</param>
    /// <param name="firstPerson">How many of the <see cref="People"/> are already registered.</param>
    public LoadMix(string text, Population population, int firstPerson = 0)
    {
        var people = People.Numbers().Skip(firstPerson).GetEnumerator();
        byTicket = [.. Named.GetValueOrDefault(text, text).Split(',').SelectMany(part => Tickets(part, population, people))];
    }

    public RequestFactory Next() => byTicket[random.Next(byTicket.Length)];

    private static IEnumerable<RequestFactory> Tickets(string part, Population population, IEnumerator<string> people)
    {
        var weight = part.Split(':') is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
        return Enumerable.Repeat(new RequestFactory(Workload.Named(part.Split(':')[0]), population, people), weight);
    }
}
