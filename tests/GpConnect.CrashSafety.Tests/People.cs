using System.Collections.Concurrent;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.CrashSafety.Tests;

/// <summary>People who have a record in PDS and are not registered yet.</summary>
internal static class People
{
    /// <summary>Adds people until the queue holds <paramref name="count"/>.</summary>
    public static async Task FillAsync(this ConcurrentQueue<Person> people, string folder, int count)
    {
        await using var services = StoreCheck.Open(folder);
        var pds = services.GetRequiredService<IPdsDataSet>();
        var added = Enumerable.Range(0, Math.Max(0, count - people.Count)).Select(_ => Person.New()).ToList();
        await Task.WhenAll(added.Select(person => pds.SaveAsync(person.Pds, default).AsTask()));
        added.ForEach(people.Enqueue);
    }
}
